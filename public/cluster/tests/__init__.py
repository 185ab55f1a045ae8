"""What can be shown of the pack without a GPU, a hub or any library but PyTorch: python3 -m unittest discover"""
