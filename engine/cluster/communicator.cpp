#include "engine/cluster/communicator.hpp"

#include <sched.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <mpi.h>

#include "engine/core/error.hpp"

namespace secondcurve {

namespace {

// Tags of messages that are no texts; those of texts are the numbers of their channels.
constexpr int tree_tag = 10;
constexpr int gather_tag = 11;

/// MPI moves data only while it is asked, so whoever naps while a piece is under way slows it down: these
/// take some milliseconds, in which a piece has mostly arrived.
constexpr int looks_before_naps = 3000;

int tag_of(Team::Channel channel) { return static_cast<int>(channel); }

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// Whether whoever started this process tells MPI of the others: mpirun of Open MPI or MPICH, or srun by
/// PMIx or PMI-2.
bool has_launcher() {
  for (const char* name : {"PMIX_RANK", "OMPI_COMM_WORLD_RANK", "PMI_RANK"})
    if (!variable(name).empty()) return true;
  return false;
}

/// Throws UsageError in a step of Slurm with several tasks.
void refuse_tasks_without_mpi() {
  const std::string n_tasks = variable("SLURM_STEP_NUM_TASKS");
  if (variable("SLURM_PROCID").empty() || n_tasks.empty() || n_tasks == "1") return;
  throw UsageError(fmt::format(
      "secondcurve: srun has started {} processes that do not know of each other; start them with "
      "srun --mpi=pmix",
      n_tasks));
}

/// Throws IoError where MPI reports a failure.
void check(int code, const char* operation) {
  if (code == MPI_SUCCESS) return;
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(code, text.data(), &length);
  throw IoError("MPI", operation, text.data());
}

/// The processors that this process may run on, a bit for each.
cpu_set_t own_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) CPU_ZERO(&set);
  return set;
}

}  // namespace

/// Notes where an exception leaves a call.
class Communicator::Watch final {
 public:
  explicit Watch(Communicator& team) : team_(team) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() {
    if (std::uncaught_exceptions() > n_before_) team_.is_broken_ = true;
  }

 private:
  Communicator& team_;
  int n_before_ = std::uncaught_exceptions();
};

Communicator::Communicator(std::size_t piece_bytes)
    : is_launched_(has_launcher()), piece_bytes_(piece_bytes) {
  if (!is_launched_) {
    refuse_tasks_without_mpi();
    return;
  }
  int provided = 0;
  check(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided), "begin");
  if (provided < MPI_THREAD_SERIALIZED)
    throw IoError("MPI", "begin", "it cannot be used by programs with threads; install one that can");
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  int rank = 0, size = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  rank_ = static_cast<std::size_t>(rank);
  hosts_.resize(static_cast<std::size_t>(size));
  refuse_lone_process();
  find_neighbours();
}

void Communicator::refuse_lone_process() const {
  if (size() > 1) return;
  // Each launcher by its own word: within a job of Slurm, mpirun may start one process in a step of several.
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"}) {
    const std::string n_started = variable(name);
    if (n_started.empty()) continue;
    if (n_started == "1") return;
    throw UsageError(
        fmt::format("secondcurve: {} processes were started together ({}), but MPI knows of this one alone; "
                    "start them with the mpirun of the MPI library that secondcurve-mpi was built with, or "
                    "with srun --mpi=pmix",
                    n_started, name));
  }
}

void Communicator::find_neighbours() {
  using Name = std::array<char, MPI_MAX_PROCESSOR_NAME>;
  Name own{};
  int length = 0;
  check(MPI_Get_processor_name(own.data(), &length), "ask for the machine's name");
  std::vector<Name> names(size());
  check(MPI_Allgather(own.data(), MPI_MAX_PROCESSOR_NAME, MPI_CHAR, names.data(), MPI_MAX_PROCESSOR_NAME,
                      MPI_CHAR, MPI_COMM_WORLD),
        "tell names of machines");
  for (std::size_t i = 0; i < size(); ++i) hosts_[i] = names[i].data();

  MPI_Comm here = MPI_COMM_NULL;
  check(MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here),
        "find the processes of a machine");
  int n_here = 1;
  MPI_Comm_size(here, &n_here);
  const cpu_set_t processors = own_processors();
  cpu_set_t all = processors;
  check(MPI_Allreduce(&processors, &all, sizeof all, MPI_BYTE, MPI_BOR, here), "share the processors");
  MPI_Comm_free(&here);
  n_here_ = static_cast<std::size_t>(n_here);
  n_threads_ = std::max(1, std::min(CPU_COUNT(&processors), CPU_COUNT(&all) / n_here));
}

Communicator::~Communicator() {
  if (is_launched_) MPI_Finalize();
}

std::string Communicator::name(std::size_t rank) const {
  if (!is_launched_) return "this process";
  return fmt::format("rank {} of {} on {}", rank, size(), hosts_.at(rank));
}

template <class Begin>
void Communicator::finish(const char* operation, const Begin& begin) {
  MPI_Request request = MPI_REQUEST_NULL;
  {
    const std::lock_guard lock(mutex_);
    check(begin(&request), operation);
  }
  Naps naps;
  for (int n_looks = 0;; ++n_looks) {
    {
      int is_done = 0;
      const std::lock_guard lock(mutex_);
      check(MPI_Test(&request, &is_done, MPI_STATUS_IGNORE), operation);
      if (is_done != 0) return;
    }
    if (n_looks < looks_before_naps)
      std::this_thread::yield();
    else
      naps.rest();
  }
}

Bytes Communicator::broadcast(Bytes bytes) {
  const Watch watch(*this);
  if (size() == 1) return bytes;
  std::uint64_t n = bytes.size();
  finish("send to all",
         [&](MPI_Request* request) { return MPI_Ibcast(&n, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD, request); });
  bytes.resize(n);
  for (std::size_t begin = 0; begin < n; begin += piece_bytes_) {
    const int count = static_cast<int>(std::min<std::size_t>(piece_bytes_, n - begin));
    finish("send to all", [&](MPI_Request* request) {
      return MPI_Ibcast(bytes.data() + begin, count, MPI_BYTE, 0, MPI_COMM_WORLD, request);
    });
  }
  return bytes;
}

void Communicator::reduce(const std::function<Bytes()>& save, const std::function<void(Bytes)>& merge) {
  const Watch watch(*this);
  for (std::size_t step = 1; step < size(); step *= 2) {
    if ((rank_ & step) != 0) return send_bytes(rank_ - step, tree_tag, save());
    if (rank_ + step < size()) merge(receive_bytes(rank_ + step, tree_tag));
  }
}

std::vector<std::string> Communicator::gather(const std::string& text) {
  const Watch watch(*this);
  if (rank_ != 0) {
    send_bytes(0, gather_tag, bytes_of(text));
    return {};
  }
  std::vector<std::string> texts{text};
  while (texts.size() < size()) texts.push_back(text_of(receive_bytes(texts.size(), gather_tag)));
  return texts;
}

void Communicator::send_bytes(std::size_t rank, int tag, const Bytes& bytes) {
  const std::uint64_t n = bytes.size();
  const int to = static_cast<int>(rank);
  finish("send", [&](MPI_Request* request) {
    return MPI_Isend(&n, 1, MPI_UINT64_T, to, tag, MPI_COMM_WORLD, request);
  });
  for (std::size_t begin = 0; begin < n; begin += piece_bytes_) {
    const int count = static_cast<int>(std::min<std::size_t>(piece_bytes_, n - begin));
    finish("send", [&](MPI_Request* request) {
      return MPI_Isend(bytes.data() + begin, count, MPI_BYTE, to, tag, MPI_COMM_WORLD, request);
    });
  }
}

Bytes Communicator::receive_bytes(std::size_t rank, int tag) {
  std::uint64_t n = 0;
  const int from = static_cast<int>(rank);
  finish("receive", [&](MPI_Request* request) {
    return MPI_Irecv(&n, 1, MPI_UINT64_T, from, tag, MPI_COMM_WORLD, request);
  });
  Bytes bytes(n);
  for (std::size_t begin = 0; begin < n; begin += piece_bytes_) {
    const int count = static_cast<int>(std::min<std::size_t>(piece_bytes_, n - begin));
    finish("receive", [&](MPI_Request* request) {
      return MPI_Irecv(bytes.data() + begin, count, MPI_BYTE, from, tag, MPI_COMM_WORLD, request);
    });
  }
  return bytes;
}

void Communicator::send(std::size_t rank, Channel channel, const std::string& text) {
  const Watch watch(*this);
  finish("send", [&](MPI_Request* request) {
    return MPI_Isend(text.data(), static_cast<int>(text.size()), MPI_CHAR, static_cast<int>(rank),
                     tag_of(channel), MPI_COMM_WORLD, request);
  });
}

std::optional<Team::Message> Communicator::receive(Channel channel) {
  if (size() == 1) return std::nullopt;
  const Watch watch(*this);
  const std::lock_guard lock(mutex_);
  int has_come = 0, length = 0;
  MPI_Status status;
  check(MPI_Iprobe(MPI_ANY_SOURCE, tag_of(channel), MPI_COMM_WORLD, &has_come, &status), "look for messages");
  if (has_come == 0) return std::nullopt;
  MPI_Get_count(&status, MPI_CHAR, &length);
  Message message{static_cast<std::size_t>(status.MPI_SOURCE),
                  std::string(static_cast<std::size_t>(length), '\0')};
  check(MPI_Recv(message.text.data(), length, MPI_CHAR, status.MPI_SOURCE, tag_of(channel), MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE),
        "receive");
  return message;
}

std::chrono::milliseconds Communicator::time_after_signal() const {
  using namespace std::chrono_literals;
  if (!is_launched_) return 1min;
  // Slurm's KillWait is 30 s unless the cluster says otherwise.
  const bool by_slurm = variable("OMPI_COMM_WORLD_RANK").empty() && !variable("SLURM_PROCID").empty();
  return by_slurm ? 30s : 1s;
}

void Communicator::abort(int status) {
  if (is_launched_) MPI_Abort(MPI_COMM_WORLD, status);
  std::_Exit(status);
}

}  // namespace secondcurve
