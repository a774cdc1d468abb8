"""A cluster of one node: Slurm and MUNGE of the distribution, on loopback, in a folder of their own.

    with OneNodeSlurm(folder) as slurm:
        slurm.run("sbatch", "--wait", "job.sbatch")

What it takes where there is no systemd, and no cgroups to write to, as in most containers:

- the processes are followed by their process group (proctrack/pgid) and bound to nothing (task/none);
- the node claims four processors whatever the machine has (config_overrides);
- everything runs as the user who starts it, with a key for MUNGE, sockets, ports and states of its own;
- `cred_expire`: Slurm starts a job again only when what it gave to the first start is no longer valid, which is
  two minutes otherwise.

Of what Debian's srun has for MPI, Debian's Open MPI starts by `--mpi=pmix`; with `--mpi=pmi2` it refuses to.
"""

import os
import shutil
import socket
import subprocess
import time
import unittest
from pathlib import Path

NEEDED = {"munged": "munge", "slurmctld": "slurmctld", "slurmd": "slurmd", "srun": "slurm-client"}
SEARCHED = os.environ.get("PATH", "") + ":/usr/sbin"

CONF = """
ClusterName=test
SlurmctldHost=localhost
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock,cred_expire=5
CredType=cred/munge
SlurmctldPort={controller_port}
SlurmdPort={node_port}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
KillWait=5
NodeName=localhost NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
"""


def missing():
    """Returns the packages that are not installed, in words; empty where all are."""
    return ", ".join(sorted(package for name, package in NEEDED.items() if not shutil.which(name, path=SEARCHED)))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class OneNodeSlurm:
    """Running as long as the `with` lasts. Raises SkipTest where Slurm is not installed."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("SLURM_", "OMPI_", "PMIX_"))}
        self.environment["SLURM_CONF"] = str(self.folder / "slurm.conf")
        self._daemons = []

    def __enter__(self):
        if missing():
            raise unittest.SkipTest(f"no Slurm here; to run this test: apt-get install {missing()}")
        for name in ("state", "spool"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        (self.folder / "slurm.conf").write_text(CONF.format(
            folder=self.folder, user=subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip(),
            controller_port=free_port(), node_port=free_port()))
        try:
            self._start("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={self.folder}/munge.sock",
                        f"--pid-file={self.folder}/munged.pid", f"--log-file={self.folder}/munged.log",
                        f"--seed-file={self.folder}/munge.seed")
            self._wait_for(lambda: (self.folder / "munge.sock").exists(), "munged")
            self._start("slurmctld", "-D")
            self._start("slurmd", "-D", "-N", "localhost")
            self._wait_for(lambda: self.run("sinfo", "--noheader", "--format=%t", check=False).stdout.strip() == "idle",
                           "the node")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if (self.folder / "slurmctld.log").exists():
            self.run("scancel", "--user=" + str(os.getuid()), check=False)
        for daemon in reversed(self._daemons):
            daemon.terminate()
        for daemon in reversed(self._daemons):
            try:
                daemon.wait(timeout=10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def run(self, *command, check=True, timeout=120, **options):
        """Runs a command of Slurm and returns it finished."""
        return subprocess.run([str(word) for word in command], env=self.environment, capture_output=True, text=True,
                              timeout=timeout, check=check, **options)

    def submit(self, *arguments, **options):
        """Submits a job and returns its number."""
        return self.run("sbatch", "--parsable", *arguments, **options).stdout.split(";")[0].strip()

    def state(self, job):
        """Returns the states of a job's parts, one of an array each, without those that are gone."""
        shown = self.run("scontrol", "--oneliner", "show", "job", job, check=False).stdout
        return [word.partition("=")[2] for word in shown.split() if word.startswith("JobState=")]

    def wait(self, job, state="COMPLETED", seconds=60):
        """Waits until all parts of a job have a state."""
        self.wait_for_states(job, {state}, seconds)

    def wait_for_states(self, job, states, seconds=60):
        """Waits until the parts of a job have these states, each one at least."""
        self._wait_for(lambda: set(self.state(job)) == states, f"job {job}: {states}", seconds)

    def _start(self, name, *arguments):
        log = open(self.folder / f"{name}.out", "wb")  # pylint: disable=consider-using-with
        self._daemons.append(subprocess.Popen([shutil.which(name, path=SEARCHED), *arguments], env=self.environment,
                                              stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder))
        log.close()

    def _wait_for(self, done, what, seconds=30):
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                logs = "\n".join(f"{p.name}: {p.read_text(errors='replace')[-800:]}" for p in self.folder.glob("*.log"))
                raise TimeoutError(f"{what} did not come in {seconds} s\n{logs}")
            time.sleep(0.1)
