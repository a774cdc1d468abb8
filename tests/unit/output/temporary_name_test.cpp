#include "engine/output/temporary_name.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include <gtest/gtest.h>

#include "engine/output/atomic_file.hpp"
#include "engine/output/atomic_folder.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::temporary_name_test {

using detail::temporary_name;
using testing_files::Folder;
using testing_files::write_bytes;

/// The number of a process that has ended.
std::string ended_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return std::to_string(child);
}

/// A temporary name with the number of another process.
std::string of_process(const std::string& process, const std::string& path, int attempt = 0) {
  std::string name = temporary_name(path, attempt, ".tmp");
  const std::string own = "." + std::to_string(::getpid()) + (attempt == 0 ? ".tmp" : ".");
  return name.replace(name.rfind(own) + 1, std::to_string(::getpid()).size(), process);
}

bool exists(const std::string& path) { return std::filesystem::exists(path); }

TEST(TemporaryName, IsHiddenBesideThePath) {
  const std::string name = temporary_name("results/a.h5", 0, ".tmp");

  EXPECT_TRUE(name.starts_with("results/.a.h5.")) << name;
  EXPECT_TRUE(name.ends_with("." + std::to_string(::getpid()) + ".tmp")) << name;
  EXPECT_TRUE(temporary_name("a.h5", 3, ".old").ends_with(std::to_string(::getpid()) + ".3.old"));
}

TEST(Leftovers, OfEndedProcessesAreRemovedByWhoWritesTheSame) {
  const Folder folder;
  const std::string dead = ended_process();
  const std::string file = of_process(dead, folder.file("a.h5"));
  const std::string second = of_process(dead, folder.file("a.h5"), 2);
  const std::string inside = of_process(dead, folder.file("tables"));
  write_bytes(file, "half a result");
  write_bytes(second, "another half");
  std::filesystem::create_directories(inside);
  write_bytes(inside + "/table.csv", "half a table");

  const AtomicFile one(folder.file("a.h5"), Overwrite::refuse);
  EXPECT_FALSE(exists(file));
  EXPECT_FALSE(exists(second));
  EXPECT_TRUE(exists(inside)) << "of another name";
  const AtomicFolder other(folder.file("tables"), Overwrite::refuse,
                           [](const auto&) { return std::string(); });
  EXPECT_FALSE(exists(inside));
}

TEST(Leftovers, AreNotWhatOthersMayStillWrite) {
  const Folder folder;
  const std::string dead = ended_process(), path = folder.file("a.h5");
  const std::string own = temporary_name(path, 7, ".tmp"), living = of_process("1", path);
  const std::string other_machine = folder.file(".a.h5.anothermachine." + dead + ".tmp");
  const std::string old = temporary_name(path, 0, ".old"), other = of_process(dead, folder.file("a.h5.b"));
  for (const std::string& name : {own, living, other_machine, old, other}) write_bytes(name, "");

  detail::remove_leftovers(path);

  for (const std::string& name : {own, living, other_machine, old, other}) EXPECT_TRUE(exists(name)) << name;
}

}  // namespace secondcurve::temporary_name_test
