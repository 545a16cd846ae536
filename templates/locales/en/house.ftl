# Words of the layouts and partials.
house-name = wijkdeal
house-municipality = Municipality of { $name }
house-owner = Wijkdeal belongs to the municipality of { $name }.
house-skip = Skip to content
house-menu = Main menu
house-crumbs = You are here
house-log-in = Log in
house-log-out = Log out
house-help = Need help? Call 14 050 or visit WIJ.
house-accessibility = Accessibility
house-privacy = Privacy
house-cookies = Cookies
house-glossary = Glossary
house-optional = (optional)
house-errors = { $n ->
    [one] Something went wrong. Look at the point below.
   *[other] Something went wrong. Look at the { $n } points below.
}
house-characters-left = { $n } characters left
house-phases = Phases of this round
house-phase-done = done
house-phase-current = now
house-pages = Browse the list
house-page-numbers = Pages
house-previous = Previous
house-next = Next
nav-home = Front page
nav-wijken = Neighbourhoods
nav-rounds = Rounds
nav-adviezen = Advice
nav-mine = My wijkdeal
nav-work = Work
