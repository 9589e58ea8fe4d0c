"""Tables to text in every format. Takes only what is already printed, so a writer can't compute."""
