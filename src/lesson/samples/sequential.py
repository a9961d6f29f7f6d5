import time

def wait_and_count(n):
    time.sleep(1)          # nobody else has a turn meanwhile
    return sum(i * i for i in range(n))

for n in range(5):
    print(wait_and_count(n))
