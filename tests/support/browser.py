"""A headless Chromium that tests look at pages with, driven through Debian's chromium-driver and python3-selenium."""

import base64
import json
import re
import shutil
import unittest

try:
    from selenium import webdriver
except ImportError:
    webdriver = None

PACKAGES = "chromium chromium-driver python3-selenium"


def skip_without_browser():
    """Skips the test where the browser is not installed, and says what to install."""
    if webdriver is None or not shutil.which("chromium") or not shutil.which("chromedriver"):
        raise unittest.SkipTest(f"no browser to look at the page with: apt-get install {PACKAGES}")


class Browser:
    """Opens pages of this computer without a window. Close it at the end."""

    def __init__(self, width=1280, height=900):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                         "--disable-background-networking", "--lang=en-GB", f"--window-size={width},{height}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=webdriver.chrome.service.Service(shutil.which("chromedriver")), options=options)
        self.set_width(width, height)

    def close(self):
        self.driver.quit()

    def set_width(self, width, height=900):
        """Sets what the page believes the window to be [px]."""
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def open(self, path, query=""):
        """Opens a file of this computer; its address ends with the query."""
        self.driver.get(path.resolve().as_uri() + (f"?{query}" if query else ""))

    def run(self, script, *arguments):
        """Returns what a script of the page returns."""
        return self.driver.execute_script(script, *arguments)

    def messages(self):
        """Returns what the pages have written to the console since the last call: errors and warnings."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """Returns the addresses that were asked for since the last call, other than files and what a page holds itself."""
        asked = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [message["params"]["request"]["url"] for message in asked if message["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith(("file:", "data:", "blob:", "about:"))]

    def accept_downloads(self, folder):
        """Lets what is saved arrive in a folder."""
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})

    def print_as(self, paper):
        """Shows the page with the style of paper, or again with that of a screen."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print" if paper else ""})

    def pages_on_paper(self):
        """Prints the page and returns how many pages of paper it takes."""
        printed = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
        return len(re.findall(rb"/Type /Page\b", base64.b64decode(printed["data"])))

    def screenshot(self, path, height=None):
        """Writes a picture of the page from its top, all of it or so many pixels."""
        width = self.run("return document.documentElement.clientWidth")
        whole = height or self.run("return document.documentElement.scrollHeight")
        picture = self.driver.execute_cdp_cmd("Page.captureScreenshot", {
            "captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": width, "height": whole, "scale": 1}})
        path.write_bytes(base64.b64decode(picture["data"]))
