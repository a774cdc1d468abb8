// The known answers of known_answers.txt, which says where each comes from.

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/random/noise.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/block_twins.hpp"

namespace secondcurve::known_answers_test {

/// The lines of one kind, without that first word.
std::vector<std::istringstream> known_answers(const std::string& kind) {
  std::ifstream file(SECONDCURVE_SOURCE_DIR "/tests/unit/random/known_answers.txt");
  std::vector<std::istringstream> found;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(kind + ' ', 0) == 0) found.emplace_back(line.substr(kind.size() + 1));
  }
  EXPECT_FALSE(found.empty()) << "no line '" << kind << "' in known_answers.txt";
  return found;
}

TEST(KnownAnswers, OfPhiloxHoldForTheTwin) {
  for (std::istringstream& line : known_answers("philox")) {
    std::array<std::uint32_t, 10> v{};
    for (std::uint32_t& word : v) line >> std::hex >> word;
    ASSERT_TRUE(line);

    const auto words = test::philox_twin({v[0], v[1], v[2], v[3]}, {v[4], v[5]});

    EXPECT_EQ(words, (std::array<std::uint32_t, 4>{v[6], v[7], v[8], v[9]}));
  }
}

TEST(KnownAnswers, OfTheHashHold) {
  for (std::istringstream& line : known_answers("fnv")) {
    std::string text;
    std::uint64_t hash = 0;
    line >> text >> std::hex >> hash;
    ASSERT_TRUE(line);

    EXPECT_EQ(fnv1a64(text), hash);
  }
}

TEST(KnownAnswers, OfStreamKeysHold) {
  for (std::istringstream& line : known_answers("stream")) {
    std::uint64_t seed = 0, hash = 0, key = 0;
    std::string name;
    line >> seed >> name >> std::hex >> hash >> key;
    ASSERT_TRUE(line);

    EXPECT_EQ(fnv1a64(name), hash);
    EXPECT_EQ(Noise(seed).stream(name).key(), key);
  }
}

TEST(KnownAnswers, OfDrawsHoldOnEveryInstructionSet) {
  for (std::istringstream& line : known_answers("draw")) {
    std::uint64_t seed = 0, path = 0;
    std::uint32_t draw = 0, word = 0;
    std::string name;
    double normal = 0.0;
    line >> seed >> name >> path >> draw >> std::hex >> word >> std::dec >> normal;
    ASSERT_TRUE(line);

    test::for_each_target([&] {
      alignas(lane_alignment) std::array<std::uint32_t, 4 * lane_pitch> words{};
      alignas(lane_alignment) std::array<double, 4 * lane_pitch> normals{};
      const StreamKey stream = Noise(seed).stream(name);
      const std::uint64_t first_path = path / block_paths * block_paths;
      fill_words(stream, first_path, draw / 4, words.data());
      fill_normals(stream, first_path, draw / 4, normals.data());
      const std::size_t place = draw % 4 * lane_pitch + path % block_paths;
      EXPECT_EQ(words[place], word);
      EXPECT_NEAR(normals[place], normal, 1.0e-15);  // the last digit printed, half of it and rounding
    });
  }
}

}  // namespace secondcurve::known_answers_test
