"""The top floor: settings, addresses, the `kitchentable` command, the demo."""
