"""What the user chose: declared once, stored in TOML, secrets in the keyring."""
