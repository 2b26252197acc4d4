"""The verb `start`: another library in the place of the present one."""
