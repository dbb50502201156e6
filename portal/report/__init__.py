"""The annual report: computed once from the registry, then shown as page, JSON, PDF, Word or Excel."""
