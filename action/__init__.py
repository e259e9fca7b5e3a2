"""The glue of the composite action: `action.yml` runs `action/run.py`, and nothing else imports it."""
