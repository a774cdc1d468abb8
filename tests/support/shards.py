"""Runs that are cut into shards, and what tests of them share."""

from program import CONFIG, ProgramTest

CUBE = {"output__cube": ["output"]}


def damage(file, at):
    """Changes one byte."""
    content = bytearray(file.read_bytes())
    content[at] ^= 0x55
    file.write_bytes(content)


class Shards(ProgramTest):
    def shard(self, config, number, of, *arguments, **settings):
        return self.simulate(config, "--shard", f"{number}/{of}", "--force", *arguments,
                             name=f"shard-{number}-of-{of}.h5", **settings)

    def shards(self, config, of, **settings):
        return [self.shard(config, number, of, **settings) for number in range(1, of + 1)]

    def merge(self, *arguments, status=0):
        return self.run_program("merge", *arguments, status=status)

    def refused(self, *arguments, status=CONFIG):
        """Merges files that do not belong together; returns what is said. Nothing is left behind."""
        before = self.files()
        message = self.merge(*arguments, "-o", "refused.h5", status=status).stderr
        self.assertEqual(self.files(), before)
        return message
