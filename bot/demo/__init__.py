"""The whole product on one page: phones, a sample school, and the real bot as a process of its own."""
