"""Records: each model's list, details, forms, history and export, from one declaration (`Register`)."""
