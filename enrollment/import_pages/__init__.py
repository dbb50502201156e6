"""The pages of an import: the list shown as its sender laid it out, decided, carried out, told."""
