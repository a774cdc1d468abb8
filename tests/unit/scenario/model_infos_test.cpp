#include "models/scenario/model_infos.hpp"

#include <fstream>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/schema/model_page.hpp"
#include "models/scenario/growth_spec.hpp"

namespace secondcurve::model_infos_test {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ModelInfos, HoldEveryRegisteredModelOnce) {
  std::set<std::string> names;
  for (const ModelInfo& model : model_infos()) names.insert(model.name);

  EXPECT_EQ(names.size(), std::tuple_size_v<GrowthModels>);
  EXPECT_EQ(model_infos().size(), std::tuple_size_v<GrowthModels>);
}

TEST(ModelInfos, LeaveNothingEmpty) {
  for (const ModelInfo& model : model_infos()) {
    SCOPED_TRACE(model.name);
    EXPECT_FALSE(model.title.empty() || model.summary.empty() || model.equation.empty());
    EXPECT_FALSE(model.step.empty() || model.source.empty());
    EXPECT_FALSE(model.keys.empty() || model.states.empty() || model.noises.empty());
    for (const KeyInfo& key : model.keys) EXPECT_FALSE(key.info.doc.empty()) << key.name;
    for (const NoiseInfo& noise : model.noises) EXPECT_FALSE(noise.doc.empty()) << noise.name;
  }
}

TEST(ModelInfos, BelongToATutorialEach) {
  for (const ModelInfo& model : model_infos()) {
    const std::string path = SECONDCURVE_SOURCE_DIR "/configs/tutorials/" + model.name + ".toml";
    EXPECT_TRUE(std::ifstream(path).good()) << path;
  }
}

TEST(ModelInfos, HaveEquationsThatReadAsPlainText) {
  for (const ModelInfo& model : model_infos()) {
    EXPECT_THAT(plain_equation(model.equation), Not(HasSubstr("\\"))) << model.name;
    EXPECT_THAT(plain_equation(model.equation), HasSubstr("=")) << model.name;
  }
}

}  // namespace secondcurve::model_infos_test
