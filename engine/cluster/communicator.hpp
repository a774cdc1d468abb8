#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/team.hpp"

namespace secondcurve {

/// The processes that mpirun, or srun with its support for MPI, has started together. Where the program was
/// started without them it is a team of one, and MPI is not begun.
///
/// MPI waits by asking again and again; here a process that waits naps in between, so that it takes nothing
/// from others on its machine for longer than some milliseconds. MPI is called by one thread at a time.
class Communicator final : public Team {
 public:
  /// Joins the others. There may be one in a program.
  /// @param piece_bytes most that is sent at once.
  /// Throws UsageError where several processes were started without telling MPI of each other, IoError where
  /// MPI cannot begin.
  explicit Communicator(std::size_t piece_bytes = std::size_t{1} << 24);
  Communicator(const Communicator&) = delete;
  Communicator& operator=(const Communicator&) = delete;
  /// Waits until all have come here.
  ~Communicator() override;

  std::size_t rank() const override { return rank_; }
  std::size_t size() const override { return hosts_.size(); }
  std::size_t n_here() const override { return n_here_; }
  int n_threads() const override { return n_threads_; }
  std::string name(std::size_t rank) const override;

  Bytes broadcast(Bytes bytes) override;
  void reduce(const std::function<Bytes()>& save, const std::function<void(Bytes)>& merge) override;
  std::vector<std::string> gather(const std::string& text) override;
  void send(std::size_t rank, Channel channel, const std::string& text) override;
  std::optional<Message> receive(Channel channel) override;
  bool is_broken() const override { return is_broken_; }
  std::chrono::milliseconds time_after_signal() const override;
  [[noreturn]] void abort(int status) override;

 private:
  class Watch;
  /// Throws UsageError where others were started together with this process that MPI does not know of.
  void refuse_lone_process() const;
  void find_neighbours();
  /// Begins something with MPI and naps until it is done. @param begin given where to put its request.
  template <class Begin>
  void finish(const char* operation, const Begin& begin);
  void send_bytes(std::size_t rank, int tag, const Bytes& bytes);
  Bytes receive_bytes(std::size_t rank, int tag);

  bool is_launched_;
  std::size_t piece_bytes_;
  std::size_t rank_ = 0;
  std::vector<std::string> hosts_{""};  ///< [rank]
  std::size_t n_here_ = 1;
  int n_threads_ = 0;
  std::mutex mutex_;
  std::atomic<bool> is_broken_ = false;
};

}  // namespace secondcurve
