#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/run/team.hpp"

namespace secondcurve::test {

/// What the members of a ThreadTeam send to each other.
class Post final {
 public:
  enum class Kind { broadcast, gathered, reduced };

  void put(Kind kind, std::size_t from, std::size_t to, Bytes bytes) {
    const std::lock_guard lock(mutex_);
    letters_[{kind, from, to}].push_back(std::move(bytes));
    come_.notify_all();
  }
  /// Waits for the next.
  Bytes take(Kind kind, std::size_t from, std::size_t to) {
    std::unique_lock lock(mutex_);
    auto& letters = letters_[{kind, from, to}];
    come_.wait(lock, [&] { return !letters.empty(); });
    Bytes bytes = std::move(letters.front());
    letters.pop_front();
    return bytes;
  }
  void put_text(Team::Channel channel, std::size_t to, Team::Message message) {
    const std::lock_guard lock(mutex_);
    texts_[{channel, to}].push_back(std::move(message));
  }
  std::optional<Team::Message> take_text(Team::Channel channel, std::size_t to) {
    const std::lock_guard lock(mutex_);
    auto& texts = texts_[{channel, to}];
    if (texts.empty()) return std::nullopt;
    Team::Message message = std::move(texts.front());
    texts.pop_front();
    return message;
  }

 private:
  std::mutex mutex_;
  std::condition_variable come_;
  std::map<std::tuple<Kind, std::size_t, std::size_t>, std::deque<Bytes>> letters_;
  std::map<std::pair<Team::Channel, std::size_t>, std::deque<Team::Message>> texts_;
};

/// A team whose processes are threads of this one.
class ThreadTeam final : public Team {
 public:
  ThreadTeam(Post& post, std::size_t rank, std::size_t size) : post_(post), rank_(rank), size_(size) {}

  std::size_t rank() const override { return rank_; }
  std::size_t size() const override { return size_; }
  std::size_t n_here() const override { return size_; }
  int n_threads() const override { return 1; }
  std::string name(std::size_t rank) const override { return "rank " + std::to_string(rank); }
  Bytes broadcast(Bytes bytes) override {
    if (rank_ > 0) return post_.take(Post::Kind::broadcast, 0, rank_);
    for (std::size_t to = 1; to < size_; ++to) post_.put(Post::Kind::broadcast, 0, to, bytes);
    return bytes;
  }
  void reduce(const std::function<Bytes()>& save, const std::function<void(Bytes)>& merge) override {
    if (rank_ > 0) return post_.put(Post::Kind::reduced, rank_, 0, save());
    for (std::size_t from = 1; from < size_; ++from) merge(post_.take(Post::Kind::reduced, from, 0));
  }
  std::vector<std::string> gather(const std::string& text) override {
    post_.put(Post::Kind::gathered, rank_, 0, bytes_of(text));
    std::vector<std::string> texts;
    for (std::size_t from = 0; rank_ == 0 && from < size_; ++from)
      texts.push_back(text_of(post_.take(Post::Kind::gathered, from, 0)));
    return texts;
  }
  void send(std::size_t rank, Channel channel, const std::string& text) override {
    post_.put_text(channel, rank, {rank_, text});
  }
  std::optional<Message> receive(Channel channel) override { return post_.take_text(channel, rank_); }
  bool is_broken() const override { return false; }
  std::chrono::milliseconds time_after_signal() const override { return std::chrono::minutes(1); }
  [[noreturn]] void abort(int status) override { std::_Exit(status); }

 private:
  Post& post_;
  std::size_t rank_;
  std::size_t size_;
};

}  // namespace secondcurve::test
