"""Quality of the data: what is missing, unused or contradictory."""
