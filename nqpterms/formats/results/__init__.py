"""What comes of the work, for people and machines: findings, alignments, candidates …"""
