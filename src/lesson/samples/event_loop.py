import asyncio

async def wait_and_count(n):
    await asyncio.sleep(1)  # here, and only here, the others go on
    return sum(i * i for i in range(n))

async def main():
    print(await asyncio.gather(*(wait_and_count(n) for n in range(5))))

asyncio.run(main())
