"""Merged forms as people see them: tables, a form to print in Excel, the same in Word."""
