import asyncio
from concurrent.futures import ProcessPoolExecutor

def count(n):
    return sum(i * i for i in range(n))

async def answer(pool, n):
    await asyncio.sleep(0.02)                              # waiting stays on the loop
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, count, n)      # computing leaves it
    # where there is no interpreter lock: await asyncio.to_thread(count, n)

async def main():
    with ProcessPoolExecutor() as pool:
        print(await asyncio.gather(*(answer(pool, 5_000_000) for _ in range(8))))

if __name__ == "__main__":
    asyncio.run(main())
