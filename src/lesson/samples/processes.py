from concurrent.futures import ProcessPoolExecutor

def count(n):  # n arrives pickled, and so does the sum go back
    return sum(i * i for i in range(n))

if __name__ == "__main__":  # every worker imports this file
    with ProcessPoolExecutor() as pool:
        print(list(pool.map(count, range(5_000_000, 5_000_020))))
