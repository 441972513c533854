"""The page for the desk: the same services as the commands, in a browser. Server-rendered, own assets, no build step.

``serve`` runs it, ``site`` puts it together, ``guard`` and ``sessions`` keep others out, ``pages`` are what is seen.
"""
