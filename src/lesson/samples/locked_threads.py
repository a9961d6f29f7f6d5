import sys
import time
from concurrent.futures import ThreadPoolExecutor

sys.setswitchinterval(0.005)  # the default: asked for after 5 ms

def wait_and_count(n):
    time.sleep(1)             # lets go of the interpreter's lock
    return sum(i * i for i in range(n))  # holds it

with ThreadPoolExecutor(max_workers=5) as pool:
    print(list(pool.map(wait_and_count, range(5))))
