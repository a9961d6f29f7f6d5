import asyncio

def count(n):
    return sum(i * i for i in range(n))

async def answer(reader, writer):
    total = count(200_000)  # no await: nobody else is answered until it is done
    writer.write(f"{total}\n".encode())
    await writer.drain()
    writer.close()

async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 8000)
    await server.serve_forever()

asyncio.run(main())
