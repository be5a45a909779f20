"""Labels and account health on Spark: `score` as a filter, `health --presorted` as the reduction by account.

    python3 spark.py UNDERTONE MESSAGES.ndjson LABELS-FOLDER HEALTH-FOLDER [FIELDS] [MASTER]

Messages are NDJSON, one a line. PySpark starts a child with an empty environment and ignores its exit status unless told: hence the absolute path and
checkCode=True. Status 1 (some input refused) fails a task too, so that nothing is lost unseen.
"""
import sys

from pyspark import SparkConf, SparkContext
from pyspark.rdd import portable_hash

undertone, messages, labels_folder, health_folder = sys.argv[1:5]
fields = f" --fields {sys.argv[5]}" if len(sys.argv) > 5 and sys.argv[5] else ""
master = sys.argv[6] if len(sys.argv) > 6 else "local[2]"

context = SparkContext(conf=SparkConf().setAppName("undertone").setMaster(master).set("spark.ui.enabled", "false"))
context.setLogLevel("ERROR")

# One process a partition; --sort-key puts account and time in front of each label.
keyed = context.textFile(messages, minPartitions=4).pipe(f"{undertone} score --sort-key --from ndjson -j1{fields}", checkCode=True).cache()
keyed.map(lambda line: line.split("\t", 2)[2]).saveAsTextFile(labels_folder)


def key(line):
    account, time, _ = line.split("\t", 2)
    return (account.encode(), time), line


# Each account lies in one partition, since only the account is hashed; within a partition the lines come in the order of their key.
by_account = keyed.map(key).repartitionAndSortWithinPartitions(4, partitionFunc=lambda k: portable_hash(k[0]))
by_account.map(lambda pair: pair[1]).pipe(f"{undertone} health --presorted --now 2026-01-01", checkCode=True).saveAsTextFile(health_folder)
context.stop()
