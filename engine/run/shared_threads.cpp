#include "engine/run/shared_threads.hpp"

#include <algorithm>
#include <mutex>

#include <tbb/global_control.h>

namespace secondcurve {

class SharedThreads::Impl final {
 public:
  Impl(std::size_t n_threads, std::size_t n_runs) : n_threads_(n_threads), n_runs_(n_runs) { limit(); }

  void leave() {
    const std::lock_guard lock(mutex_);
    --n_runs_;
    limit();
  }

 private:
  /// TBB counts its own threads and one more; here n_runs_ of them are ours.
  void limit() {
    const std::size_t parallelism = n_threads_ - std::min(n_threads_, std::max<std::size_t>(n_runs_, 1)) + 1;
    // The new limit before the old one goes: the smaller of both holds meanwhile.
    limit_ = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism, parallelism);
  }

  std::mutex mutex_;
  std::size_t n_threads_;
  std::size_t n_runs_;
  std::unique_ptr<tbb::global_control> limit_;
};

SharedThreads::SharedThreads(std::size_t n_threads, std::size_t n_runs)
    : impl_(std::make_unique<Impl>(n_threads, n_runs)) {}
SharedThreads::~SharedThreads() = default;
void SharedThreads::leave() { impl_->leave(); }

}  // namespace secondcurve
