"""The criteria board as people see it: words, addresses, forms, JSON; everything computed is in `school.criteria`."""
