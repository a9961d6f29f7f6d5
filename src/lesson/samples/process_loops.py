import asyncio
from concurrent.futures import ProcessPoolExecutor

async def wait_and_count(n):
    await asyncio.sleep(1)
    return sum(i * i for i in range(n))

async def some(numbers):
    return await asyncio.gather(*(wait_and_count(n) for n in numbers))

def worker(numbers):
    return asyncio.run(some(numbers))  # an event loop of its own in each process

if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        print(list(pool.map(worker, [range(0, 200), range(200, 400)])))
