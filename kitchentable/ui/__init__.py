"""The design system: how every page looks, and what makes it work for everyone."""
