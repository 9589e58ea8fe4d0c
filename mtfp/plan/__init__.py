"""What a plan is: facts about a council's budget. Knows nothing of scenarios, arithmetic by year, or files."""
