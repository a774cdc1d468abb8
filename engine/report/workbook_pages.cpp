#include "engine/report/workbook_pages.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#ifdef SECONDCURVE_HAVE_XLSXWRITER
#include <xlsxwriter.h>
#endif

#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/report/export_table.hpp"

#ifdef SECONDCURVE_HAVE_XLSXWRITER

namespace secondcurve {

namespace {

/// A whole number of some bytes, the lowest first.
std::uint64_t number_at(const std::string& bytes, std::size_t place, std::size_t n_bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = n_bytes; i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes.at(place + i));
  return number;
}

/// The lengths of the files in a zip archive below 4 GB, before compression; none where it is damaged.
/// Source: PKWARE, .ZIP File Format Specification 6.3.10, sections 4.3.12 and 4.3.16.
std::map<std::string, std::uint64_t> sizes_in_archive(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::size_t end = bytes.rfind("PK\x05\x06");
  std::map<std::string, std::uint64_t> sizes;
  if (end == std::string::npos || end + 22 > bytes.size()) return sizes;
  const std::uint64_t n_files = number_at(bytes, end + 10, 2);
  std::size_t place = number_at(bytes, end + 16, 4);
  for (std::uint64_t i = 0; i < n_files && place + 46 <= bytes.size(); ++i) {
    const std::uint64_t name_length = number_at(bytes, place + 28, 2);
    sizes[bytes.substr(place + 46, name_length)] = number_at(bytes, place + 24, 4);
    place += 46 + name_length + number_at(bytes, place + 30, 2) + number_at(bytes, place + 32, 2);
  }
  return sizes;
}

}  // namespace

class WorkbookPages::Impl final {
 public:
  Impl(std::string target, const std::string& file) : target_(std::move(target)), file_(file) {
    lxw_workbook_options options = {};
    options.constant_memory = LXW_TRUE;
    options.use_zip64 = LXW_TRUE;
    book_ = workbook_new_opt(file.c_str(), &options);
    if (book_ == nullptr) throw IoError(target_, "write", "not enough memory for a workbook");
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (book_ != nullptr) workbook_close(book_);
  }

  lxw_workbook* book() { return book_; }
  lxw_worksheet* sheet(std::size_t number) { return sheets_.at(number); }

  std::size_t add_sheet(const std::string& name) {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
    if (sheet == nullptr) throw IoError(target_, "write", "the sheet '" + name + "' cannot be made");
    sheets_.push_back(sheet);
    return sheets_.size() - 1;
  }

  lxw_format* format(Style style, const std::string& number_format) {
    lxw_format*& format = formats_[{style, number_format}];
    if (format != nullptr) return format;
    format = workbook_add_format(book_);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (!number_format.empty()) format_set_num_format(format, number_format.c_str());
    if (style == Style::title || style == Style::header) format_set_bold(format);
    if (style == Style::title) format_set_font_size(format, 14);
    if (style == Style::header) {
      format_set_bottom(format, LXW_BORDER_THIN);
      format_set_bg_color(format, 0xE8EDF2);
    }
    if (style == Style::wrapped) format_set_text_wrap(format);
    return format;
  }

  void check(lxw_error error) const {
    if (error != LXW_NO_ERROR) throw IoError(target_, "write", lxw_strerror(error));
  }

  /// Writes the file. The library does not notice where its temporary files are cut short by a full disk, so
  /// each sheet in the file must be as long as the rows that were given to the library.
  void close() {
    std::vector<std::uint64_t> sizes;
    for (const lxw_worksheet* sheet : sheets_) {
      if (std::fflush(sheet->optimize_tmpfile) != 0 || std::ferror(sheet->optimize_tmpfile) != 0) fail();
      sizes.push_back(static_cast<std::uint64_t>(std::ftell(sheet->optimize_tmpfile)));
    }
    check(workbook_close(std::exchange(book_, nullptr)));
    const std::map<std::string, std::uint64_t> written = sizes_in_archive(file_);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto found = written.find("xl/worksheets/sheet" + std::to_string(i + 1) + ".xml");
      if (found == written.end() || found->second < sizes[i]) fail();
    }
  }

 private:
  [[noreturn]] void fail() const {
    throw IoError(target_, "write", "the disk of temporary files, see TMPDIR, takes no more");
  }

  std::string target_, file_;
  lxw_workbook* book_;
  std::vector<lxw_worksheet*> sheets_;
  std::map<std::pair<Style, std::string>, lxw_format*> formats_;
};

namespace {
lxw_row_t row_number(std::size_t row) { return static_cast<lxw_row_t>(row); }
lxw_col_t column_number(std::size_t column) { return static_cast<lxw_col_t>(column); }
}  // namespace

bool WorkbookPages::is_available() { return true; }

WorkbookPages::WorkbookPages(std::string target, const std::string& file, const std::string& title)
    : impl_(std::make_unique<Impl>(std::move(target), file)) {
  lxw_doc_properties properties = {};
  std::string text = title, program = "secondcurve";
  properties.title = text.data();
  properties.author = program.data();
  properties.created =
      315'532'800;  // 1980-01-01, as of the files inside: the same tables give the same bytes
  impl_->check(workbook_set_properties(impl_->book(), &properties));
}

WorkbookPages::~WorkbookPages() = default;

std::size_t WorkbookPages::add_sheet(const std::string& name) {
  constexpr std::uint8_t a4 = 9;
  const std::size_t number = impl_->add_sheet(name);
  lxw_worksheet* sheet = impl_->sheet(number);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, a4);
  worksheet_fit_to_pages(sheet, 1, 0);
  // Values as configs write them are texts: no green corner shall ask to make numbers of them.
  impl_->check(worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
  return number;
}

void WorkbookPages::write(std::size_t sheet, std::size_t row, std::size_t column, const std::string& text,
                          Style style) {
  constexpr std::size_t most_bytes = 32'000;  // a cell takes 32,767 characters
  if (text.empty()) return;
  const std::string shown = text.size() <= most_bytes ? text : shortened(text, most_bytes);
  lxw_format* format = style == Style::plain ? nullptr : impl_->format(style, "");
  impl_->check(worksheet_write_string(impl_->sheet(sheet), row_number(row), column_number(column),
                                      shown.c_str(), format));
}

void WorkbookPages::write(std::size_t sheet, std::size_t row, std::size_t column, double number,
                          const std::string& format, Style style) {
  if (std::isnan(number)) return;
  if (!std::isfinite(number)) return write(sheet, row, column, cell_text(number), style);
  impl_->check(worksheet_write_number(impl_->sheet(sheet), row_number(row), column_number(column), number,
                                      impl_->format(style, format)));
}

void WorkbookPages::write_link(std::size_t sheet, std::size_t row, std::size_t column,
                               const std::string& to_sheet) {
  const std::string place = "internal:'" + to_sheet + "'!A1";
  impl_->check(worksheet_write_url_opt(impl_->sheet(sheet), row_number(row), column_number(column),
                                       place.c_str(), nullptr, to_sheet.c_str(), nullptr));
}

void WorkbookPages::set_width(std::size_t sheet, std::size_t column, double characters) {
  impl_->check(worksheet_set_column(impl_->sheet(sheet), column_number(column), column_number(column),
                                    characters, nullptr));
}

void WorkbookPages::set_table(std::size_t sheet, std::size_t row, std::size_t n_rows, std::size_t n_columns) {
  lxw_worksheet* table = impl_->sheet(sheet);
  worksheet_freeze_panes(table, row_number(row + 1), 0);
  impl_->check(worksheet_repeat_rows(table, row_number(row), row_number(row)));
  impl_->check(worksheet_autofilter(table, row_number(row), 0, row_number(row + n_rows),
                                    column_number(n_columns - 1)));
}

void WorkbookPages::close() { impl_->close(); }

}  // namespace secondcurve

#else

namespace secondcurve {

class WorkbookPages::Impl final {};

bool WorkbookPages::is_available() { return false; }

WorkbookPages::WorkbookPages(std::string target, const std::string&, const std::string&) {
  throw IoError(std::move(target), "write",
                "this program was built without libxlsxwriter, which writes workbooks");
}
WorkbookPages::~WorkbookPages() = default;

// There is no object of which these could be called.
std::size_t WorkbookPages::add_sheet(const std::string&) { return 0; }
void WorkbookPages::write(std::size_t, std::size_t, std::size_t, const std::string&, Style) {}
void WorkbookPages::write(std::size_t, std::size_t, std::size_t, double, const std::string&, Style) {}
void WorkbookPages::write_link(std::size_t, std::size_t, std::size_t, const std::string&) {}
void WorkbookPages::set_width(std::size_t, std::size_t, double) {}
void WorkbookPages::set_table(std::size_t, std::size_t, std::size_t, std::size_t) {}
void WorkbookPages::close() {}

}  // namespace secondcurve

#endif
