from redis import Redis
from rq import Queue, Retry

from downloads import download  # every worker imports it: rq worker

URLS = ["https://example.org"] * 160

queue = Queue(connection=Redis("broker.local"))  # workers on any machine
for url in URLS:
    # a job whose worker died is handed out again
    queue.enqueue(download, url, retry=Retry(max=5))
