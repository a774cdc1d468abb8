#pragma once

#include <sys/mount.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/output/files.hpp"

namespace secondcurve::testing_files {

/// A disk of one megabyte, where the system lets us mount one.
class SmallDisk : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(disk());
    mounted_ = ::mount("tmpfs", disk().c_str(), "tmpfs", 0, "size=1m") == 0;
    if (!mounted_) GTEST_SKIP() << "NOT TESTED: a full disk (needs the right to mount a tmpfs)";
  }
  void TearDown() override {
    EXPECT_TRUE(!mounted_ || ::umount(disk().c_str()) == 0) << "a file is still open";
  }
  std::string disk() const { return folder_.file("disk"); }
  std::size_t n_files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(disk()), std::filesystem::directory_iterator()));
  }

 private:
  Folder folder_;
  bool mounted_ = false;
};

}  // namespace secondcurve::testing_files
