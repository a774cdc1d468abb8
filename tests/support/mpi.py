"""Starts several processes of secondcurve-mpi on this machine."""

import os
import signal
import subprocess
import time
from pathlib import Path

from program import DONE, ProgramTest

# As CTest gives it where the program is built with MPI.
MPI_PROGRAM = Path(os.environ["SECONDCURVE_MPI_PROGRAM"]).resolve()
MPIRUN = os.environ.get("SECONDCURVE_MPIRUN", "mpirun")
# More processes than cores, as root of a container, and by shared memory alone: what a test may meet.
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_hwloc_base_binding_policy": "none",
               "OMPI_MCA_btl": "self,vader", "OMPI_MCA_btl_vader_single_copy_mechanism": "none"}


def start(n, *arguments, folder, program=MPI_PROGRAM):
    """Starts mpirun with n processes and returns it."""
    return subprocess.Popen([MPIRUN, "-n", str(n), program, *map(str, arguments)], cwd=folder, env=ENVIRONMENT,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def processes_of(mpirun):
    """Returns the numbers of the processes that an mpirun on this machine has started, the first started first."""
    children = Path(f"/proc/{mpirun.pid}/task").glob("*/children")
    return sorted(int(pid) for each in children for pid in each.read_text().split())


def end(mpirun):
    """Ends an mpirun that a failed test has left, with its processes."""
    if mpirun.poll() is None:
        for pid in processes_of(mpirun):
            os.kill(pid, signal.SIGKILL)
        mpirun.kill()
    mpirun.communicate()


class MpiTest(ProgramTest):
    """A test with an empty folder that processes under mpirun work in."""

    def start(self, n, *arguments):
        """Starts mpirun with n processes, which do not outlive the test, and returns it."""
        process = start(n, *arguments, folder=self.folder)
        self.addCleanup(end, process)
        return process

    def mpirun(self, n, *arguments, status=DONE, program=MPI_PROGRAM):
        """Returns what n processes print, whose exit status must be `status`."""
        process = start(n, *arguments, folder=self.folder, program=program)
        out, error = process.communicate(timeout=120)
        self.assertEqual(process.returncode, status, f"{arguments}\n{out}\n{error}")
        return out, error

    def wait_for(self, pattern, process, seconds=60):
        """Waits for a file, which must come before the process ends."""
        deadline = time.monotonic() + seconds
        while not list(self.folder.glob(pattern)):
            self.assertLess(time.monotonic(), deadline, pattern)
            self.assertIsNone(process.poll(), "it has ended before")
            time.sleep(0.002)
