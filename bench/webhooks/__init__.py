"""Webhook deliveries beside a plain loop that signs and posts."""
