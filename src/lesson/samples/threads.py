# python3.14t: the build without a global interpreter lock
import sys
from concurrent.futures import ThreadPoolExecutor

def count(n):
    return sum(i * i for i in range(n))  # on all cores at once

assert not sys._is_gil_enabled()
with ThreadPoolExecutor() as pool:
    print(list(pool.map(count, range(5_000_000, 5_000_020))))
