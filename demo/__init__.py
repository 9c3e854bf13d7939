"""The demonstration: the whole application on a landscape drawn by code.

chain       the steps, from drawing the landscape to publishing the findings
campaign    the demo's imagery source, campaign and event
people      accounts, and the simulated volunteers, editors and expert
landscape   draws the imagery and the truth mask
truth       compares labels and findings with what was drawn
check       the table and the verdict of `make demo-check`
runtime     processes, the page shown while they start, terminal output
management  the command `manage.py demo`
"""
