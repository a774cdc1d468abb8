#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace secondcurve {

using Bytes = std::vector<std::byte>;

/// Processes that work on one job together, each with a rank, counted from 0. Rank 0 does what the user asked
/// for, and the others what it hands to them. A process by itself is a team of one: `Alone`.
class Team {
 public:
  /// What a short text between rank 0 and another process is about. Texts on one channel arrive in order.
  enum class Channel {
    to_leader,  ///< to rank 0
    work,       ///< from rank 0: what to do next
    stop        ///< from rank 0: end what is being done
  };
  struct Message {
    std::size_t rank;  ///< of the sender
    std::string text;
  };

  virtual ~Team() = default;

  virtual std::size_t rank() const = 0;
  virtual std::size_t size() const = 0;
  /// Processes of the team on the machine of this one, itself included.
  virtual std::size_t n_here() const = 0;
  /// Threads that this process may use beside the others on its machine; 0 for all that the machine has.
  virtual int n_threads() const = 0;
  /// What people call a process: "rank 2 of 4 on node17".
  virtual std::string name(std::size_t rank) const = 0;

  // All processes call what follows, in the same order and one thread of each. They wait without work for the
  // processor. Throw IoError where a process cannot be reached.

  /// Returns the bytes that rank 0 gave; what the others give does not count.
  virtual Bytes broadcast(Bytes bytes) = 0;
  /// Merges what all have into rank 0, in a tree: each process merges what arrives, one message at a time,
  /// and then saves and sends what it has, rank 0 excepted.
  /// @param save called once, after all merging. @param merge called with what another process has saved.
  virtual void reduce(const std::function<Bytes()>& save, const std::function<void(Bytes)>& merge) = 0;
  /// The texts of all [rank] on rank 0; nothing on the others.
  virtual std::vector<std::string> gather(const std::string& text) = 0;

  // From any thread, at any time.

  /// Sends a short text (a few kB).
  virtual void send(std::size_t rank, Channel channel, const std::string& text) = 0;
  /// The next text that has come, or nothing; does not wait.
  virtual std::optional<Message> receive(Channel channel) = 0;

  /// Whether one of the calls above has ended in this process by an exception: the others may then wait for
  /// what does not come, so that nothing is left but to abort.
  virtual bool is_broken() const = 0;
  /// How long a process has at least from a signal that asks it to end until whoever started it kills it.
  virtual std::chrono::milliseconds time_after_signal() const = 0;
  /// Ends all processes at once. Says nothing.
  [[noreturn]] virtual void abort(int status) = 0;
};

/// A process by itself.
class Alone final : public Team {
 public:
  std::size_t rank() const override { return 0; }
  std::size_t size() const override { return 1; }
  std::size_t n_here() const override { return 1; }
  int n_threads() const override { return 0; }
  std::string name(std::size_t rank) const override;
  Bytes broadcast(Bytes bytes) override { return bytes; }
  void reduce(const std::function<Bytes()>&, const std::function<void(Bytes)>&) override {}
  std::vector<std::string> gather(const std::string& text) override { return {text}; }
  void send(std::size_t rank, Channel channel, const std::string& text) override;
  std::optional<Message> receive(Channel) override { return std::nullopt; }
  bool is_broken() const override { return false; }
  std::chrono::milliseconds time_after_signal() const override { return std::chrono::minutes(1); }
  [[noreturn]] void abort(int status) override;
};

/// How long the others are waited for where one of them has failed; and where this process was asked to end,
/// for mpirun kills one second after it has passed a signal on.
inline constexpr std::chrono::seconds patience_with_errors{30};
inline constexpr std::chrono::milliseconds patience_with_signals{200};
/// How long a file may take to be seen on another machine: what network file systems remember of a folder is
/// some seconds old.
inline constexpr std::chrono::seconds folder_patience{15};

/// Rests of a thread that waits for another process: short at first, up to a millisecond.
class Naps final {
 public:
  void rest();

 private:
  std::chrono::microseconds next_{0};
};

/// The threads that a process uses where `asked` are asked for (0: as many as are there for it).
int threads_of(const Team& team, int asked);

/// Bytes of a text, and back.
Bytes bytes_of(const std::string& text);
std::string text_of(const Bytes& bytes);

// Checks that all processes take part in; they throw on rank 0.

/// Something that all processes of a team must have the same.
struct Likeness {
  std::string what;    ///< "the program"
  std::string value;   ///< that this process has
  std::string advice;  ///< what to do where others have another one
};

/// Throws UsageError, with the first that is not the same and the ranks that differ, on rank 0.
void refuse_differences(Team& team, const std::vector<Likeness>& likenesses);

/// Looks whether all processes see what rank 0 writes into a folder. Throws IoError on rank 0 where one does
/// not.
/// @param folder by an absolute path. @param patience how long a file may take to be seen elsewhere.
/// @return whether all see it; the others have to stop where they do not.
bool is_folder_shared(Team& team, const std::string& folder, std::chrono::milliseconds patience);

}  // namespace secondcurve
