"""The composition root: the only place that picks adapters, and the only importer of apscheduler."""
