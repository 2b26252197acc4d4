"""Rules for what people write. Each module holds one family of them."""
