#include "engine/output/kind_of_file.hpp"

namespace secondcurve {

std::string_view text_of(FileKind kind) {
  switch (kind) {
    case FileKind::result:
      return "a result";
    case FileKind::shard:
      return "a shard of a run";
    case FileKind::brackets:
      return "a file of brackets for a second pass";
    case FileKind::second_pass:
      return "the second pass of a shard";
  }
  return "";
}

}  // namespace secondcurve
