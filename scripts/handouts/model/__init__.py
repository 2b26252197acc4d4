"""What a library is: plain data, addresses and versions. Reads no file that people write."""
