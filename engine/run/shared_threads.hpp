#pragma once

#include <cstddef>
#include <memory>

namespace secondcurve {

/// The threads of the machine, shared by runs that go on side by side, each begun by a thread of its own: no
/// more than n_threads work at any time. As the runs end, what their threads did is left to the others.
class SharedThreads final {
 public:
  /// @param n_runs side by side, at most n_threads.
  SharedThreads(std::size_t n_threads, std::size_t n_runs);
  SharedThreads(const SharedThreads&) = delete;
  SharedThreads& operator=(const SharedThreads&) = delete;
  ~SharedThreads();

  /// One of the runs has ended, and its thread works no more.
  void leave();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace secondcurve
