"""Not all customers are created equal."""
