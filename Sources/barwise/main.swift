print("barwise")
